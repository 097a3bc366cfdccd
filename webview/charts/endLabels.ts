/** Names and values beside the plot: buttons in the colours of their runs. One tab stop; arrows move among them. */
import { alignedNumbers } from './alignedNumbers';
import type { ChartGroup } from './chartGroup';
import { LABEL_HEIGHT, type PlacedEnd } from './lineEnds';
import { runColor, type ChartTheme } from './theme';

interface Label { readonly item: HTMLLIElement; readonly button: HTMLButtonElement; readonly name: HTMLSpanElement; readonly value: HTMLSpanElement }

export class EndLabels {
  readonly element = document.createElement('ul');
  readonly #group: ChartGroup;
  readonly #runIds: () => readonly string[];
  readonly #labels = new Map<string, Label>();
  readonly #more = document.createElement('li');

  /** @param runIds all runs of the chart, for showing one alone */
  constructor(group: ChartGroup, runIds: () => readonly string[]) {
    this.#group = group;
    this.#runIds = runIds;
    this.element.className = 'chart-ends';
    this.#more.className = 'chart-end chart-more';
    this.element.addEventListener('keydown', (event) => this.#keyDown(event));
  }

  /**
   * @param value what stands beside a name: at the cursor, or the last
   * @param note what stands in the last line: how many more there are
   */
  show(placed: readonly PlacedEnd[], theme: ChartTheme, { left, width, bottom, best, value, note }: {
    readonly left: number; readonly width: number; readonly bottom: number; readonly best: string | undefined;
    readonly value: (end: PlacedEnd) => number | undefined; readonly note: string;
  }): void {
    const gone = new Set(this.#labels.keys());
    const numbers = placed.map(value);
    const words = alignedNumbers(numbers.map((number) => number ?? NaN));
    placed.forEach((end, place) => {
      const { look } = end;
      gone.delete(look.run_id);
      const label = this.#labels.get(look.run_id) ?? this.#add(look.run_id);
      const number = numbers[place];
      setText(label.name, look.name);
      setText(label.value, number === undefined ? '–' : words[place] ?? '');
      label.item.style.transform = `translate(${left}px, ${end.at - LABEL_HEIGHT / 2}px)`;
      label.item.style.width = `${width - left}px`;
      label.button.style.color = runColor(theme, look.color);
      label.button.title = `${look.name}: ${number === undefined ? 'no value here' : String(number)}\nClick dims it, double-click shows it alone.`;
      label.button.classList.toggle('chart-best', look.run_id === best);
      label.button.classList.toggle('chart-lit', look.run_id === this.#group.highlighted);
      label.button.setAttribute('aria-pressed', String(!this.#group.dimmed.has(look.run_id)));
      if (this.element.children[place] !== label.item) {
        this.element.insertBefore(label.item, this.element.children[place] ?? null);
      }
    });
    gone.forEach((runId) => this.#remove(runId));
    this.#more.remove();
    if (note !== '') {
      setText(this.#more, note);
      this.#more.style.transform = `translate(${left}px, ${bottom - LABEL_HEIGHT / 2}px)`;
      this.element.append(this.#more);
    }
    this.#oneTabStop();
  }

  #add(runId: string): Label {
    const [item, button, name, value] = [document.createElement('li'), document.createElement('button'), document.createElement('span'), document.createElement('span')];
    item.className = 'chart-end';
    name.className = 'chart-end-name';
    value.className = 'chart-end-value';
    button.type = 'button';
    button.dataset['run'] = runId;
    button.append(name, value);
    item.append(button);
    button.addEventListener('click', (event) => {
      if (event.shiftKey) {
        this.#group.isolate(runId, this.#runIds());
      } else {
        this.#group.toggleDimmed(runId);
      }
    });
    // Its two clicks have dimmed and lit the run again.
    button.addEventListener('dblclick', () => this.#group.isolate(runId, this.#runIds()));
    button.addEventListener('pointerenter', () => this.#group.hover(runId));
    button.addEventListener('pointerleave', () => this.#group.hover(undefined));
    button.addEventListener('focus', () => this.#group.hover(runId));
    button.addEventListener('blur', () => this.#group.hover(undefined));
    const label = { item, button, name, value };
    this.#labels.set(runId, label);
    return label;
  }

  #remove(runId: string): void {
    this.#labels.get(runId)?.item.remove();
    this.#labels.delete(runId);
  }

  #oneTabStop(): void {
    const buttons = [...this.element.querySelectorAll('button')];
    const current = buttons.find((button) => button === document.activeElement) ?? buttons[0];
    buttons.forEach((button) => { button.tabIndex = button === current ? 0 : -1; });
  }

  #keyDown(event: KeyboardEvent): void {
    const buttons = [...this.element.querySelectorAll('button')];
    const at = buttons.findIndex((button) => button === document.activeElement);
    const to = event.key === 'ArrowDown' ? at + 1 : event.key === 'ArrowUp' ? at - 1 : event.key === 'Home' ? 0 : event.key === 'End' ? buttons.length - 1 : -1;
    const target = buttons[to];
    if (at >= 0 && target !== undefined) {
      event.preventDefault();
      target.focus();
      this.#oneTabStop();
    }
  }
}

/** Screen readers and layout are told only of what is new. */
function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}
