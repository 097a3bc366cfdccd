/** Every chart on a page of its own, for looking at, for tests and for the bench. The part of the address after # says what is shown. */
import { render, type JSX } from 'preact';
import { ChartGroup } from '../chartGroup';
import { makeChart, sampleChart } from './benched';
import { CurvesGallery, type CurvesScene } from './curvesGallery';
import './gallery.css';
import { RunsGallery, type RunsScene } from './runsGallery';
import themes from './themes.json';

export interface Scene extends CurvesScene, RunsScene {
  readonly theme?: keyof typeof themes;
}

const BODIES: Record<keyof typeof themes, string> = {
  light: 'vscode-light', dark: 'vscode-dark', hc: 'vscode-high-contrast', 'hc-light': 'vscode-high-contrast-light vscode-high-contrast',
};

/** Dresses the page as VS Code does: variables on the root, classes on the body. */
function dress(theme: keyof typeof themes): void {
  for (const [name, value] of Object.entries(themes[theme])) {
    document.documentElement.style.setProperty(`--vscode-${name}`, value);
  }
  document.body.className = BODIES[theme];
}

function Gallery({ scene, group }: { readonly scene: Scene; readonly group: ChartGroup }): JSX.Element {
  return (scene.chart ?? 'curves') === 'curves' ? <CurvesGallery scene={scene} group={group} /> : <RunsGallery scene={scene} group={group} />;
}

function show(): void {
  const scene = JSON.parse(decodeURIComponent(location.hash.slice(1)) || '{}') as Scene;
  dress(scene.theme ?? 'dark');
  render(<Gallery scene={scene} group={group} />, document.body);
}

const group = new ChartGroup();
Object.assign(window, { group, dress, makeChart, sampleChart });
window.addEventListener('hashchange', show);
show();
