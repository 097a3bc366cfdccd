/** The alerts of the monitor, those that stand first and of these the worst, and what can be done about each. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Alert } from '../../src/protocol/monitors';
import type { AlertAct } from '../../src/protocol/panels/driftPanel';
import { formatAge, formatExact } from '../../src/wording/formatTime';
import { momentText, worstFirst } from '../../src/wording/monitorText';
import { useNow } from '../ui/now';

/** Closed ones that are shown at first. */
const CLOSED = 5;
const MINUTE = 60_000;

export interface AlertListProps {
  readonly alerts: readonly Alert[];
  /** undefined: in a report, where nothing can be done */
  readonly onAct?: (alert: Alert, act: AlertAct) => void;
  /** undefined: no policy is free to */
  readonly onRetrain?: ((why: string) => void) | undefined;
}

export function AlertList({ alerts, onAct, onRetrain }: AlertListProps): JSX.Element {
  const now = useNow(MINUTE);
  const [all, setAll] = useState(onAct === undefined);
  const standing = alerts.filter(({ state }) => state !== 'closed');
  const closed = alerts.filter(({ state }) => state === 'closed');
  const shown = [...worstFirst(standing), ...(all ? closed : closed.slice(0, CLOSED))];
  return (
    <>
      <ul class="alerts">
        {shown.map((alert) => <AlertLine key={alert.alert_id} alert={alert} now={now} {...(onAct === undefined ? {} : { onAct })} onRetrain={onRetrain} />)}
      </ul>
      {shown.length < alerts.length && <p class="more"><button type="button" class="link" onClick={() => setAll(true)}>Show all {alerts.length.toLocaleString('en-US')} alerts</button></p>}
    </>
  );
}

function AlertLine({ alert, now, onAct, onRetrain }: Pick<AlertListProps, 'onAct' | 'onRetrain'> & { readonly alert: Alert; readonly now: number }): JSX.Element {
  const { level, state, text, notes } = alert;
  return (
    <li class={state}>
      <span class={`codicon codicon-${level === 'critical' ? 'error' : 'warning'} ${state === 'closed' ? 'quiet' : level}`} role="img" aria-label={level} />
      <div class="what">
        <p>{text}</p>
        <p class="quiet">{stateText(alert, now)}</p>
        {notes.map((note) => <p key={`${note.at} ${note.text}`} class="note" title={formatExact(note.at)}><span class="codicon codicon-note" aria-hidden="true" />{note.text} <span class="quiet">{note.by}, {formatAge(note.at, now)}</span></p>)}
      </div>
      {onAct !== undefined && (
        <span class="acts">
          {state === 'open' && <button type="button" class="control" onClick={() => onAct(alert, 'acknowledge')}>Acknowledge</button>}
          {(state === 'open' || state === 'acknowledged') && <button type="button" class="control" onClick={() => onAct(alert, 'snooze')}>Snooze…</button>}
          {(state === 'acknowledged' || state === 'snoozed') && <button type="button" class="control" onClick={() => onAct(alert, 'reopen')}>Reopen</button>}
          {state !== 'closed' && onRetrain !== undefined && <button type="button" class="control" onClick={() => onRetrain(text)}>Retrain now</button>}
          <button type="button" class="control" onClick={() => onAct(alert, 'note')}>Add note…</button>
        </span>
      )}
    </li>
  );
}

function stateText({ state, since, until, snoozed_until: snoozed, told_at: told }: Alert, now: number): string {
  const span = state === 'closed' ? `from ${momentText(since, now)} to ${momentText(until, now)}` : `since ${momentText(since, now)}`;
  const word = state === 'snoozed' && snoozed !== null ? `snoozed until ${momentText(snoozed, now)}` : state;
  return [word, span, ...(told === null && state === 'open' ? ['nobody was told: the same was told shortly before'] : [])].join(' · ');
}
