/** The few lines beside the pointer: a run, and its values here. */

export interface TipLine { readonly name: string; readonly value: string }

export class ChartTip {
  readonly element = document.createElement('div');

  constructor() {
    this.element.className = 'chart-tip';
    this.element.hidden = true;
    // What it says is spoken by the chart itself.
    this.element.ariaHidden = 'true';
  }

  /** @param x pixels in the plot, as `y` @param width of the plot: the tip stays within it */
  show(title: string, color: string, lines: readonly TipLine[], { x, y, width }: { readonly x: number; readonly y: number; readonly width: number }): void {
    const head = document.createElement('strong');
    head.textContent = title;
    head.style.color = color;
    this.element.replaceChildren(head, ...lines.flatMap(({ name, value }) => {
      const [term, number] = [document.createElement('span'), document.createElement('span')];
      term.textContent = name;
      number.textContent = value;
      number.className = 'chart-tip-value';
      return [term, number];
    }));
    this.element.hidden = false;
    const own = this.element.getBoundingClientRect();
    this.element.style.transform = `translate(${x + 12 + own.width > width ? Math.max(0, x - 12 - own.width) : x + 12}px, ${Math.max(0, y - own.height - 8)}px)`;
  }

  hide(): void {
    this.element.hidden = true;
  }
}
