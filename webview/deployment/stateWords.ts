/** How the state of a deployment is said and drawn. */
import type { Deployment } from '../../src/protocol/deployments';

export interface StateMark { readonly word: string; readonly icon: string; readonly look: 'good' | 'bad' | 'warn' | 'quiet' }

export function stateMark({ state, problem }: Pick<Deployment, 'state' | 'problem'>): StateMark {
  switch (state) {
    case 'healthy': return { word: 'healthy', icon: 'pass-filled', look: 'good' };
    case 'preparing': return { word: 'preparing', icon: 'loading codicon-modifier-spin', look: 'quiet' };
    case 'starting': return problem === null ? { word: 'starting', icon: 'loading codicon-modifier-spin', look: 'quiet' } : { word: 'does not come up', icon: 'error', look: 'bad' };
    case 'stopped': return { word: 'stopped', icon: 'circle-slash', look: 'quiet' };
    case 'failed': return { word: 'failed', icon: 'error', look: 'bad' };
  }
}
