// `npm start -- --story`: what is told stands in a terminal of the window, and the window shows what it is about.
const { openSync, readSync, closeSync, watch, writeFileSync } = require('node:fs');
const path = require('node:path');
const vscode = require('vscode');

const MARGIN = 14;
const [BOLD, DIM, PLAIN] = ['\u001B[1m', '\u001B[2m', '\u001B[0m'];

/** By what is told: the view whose first line is opened then. Once each: afterwards the window is the person's. */
const shown = { deployed: 'slipway.deployments', quiet: 'slipway.monitors' };

/** @param folder where the story leaves its lines @returns what ends it */
function listen(folder) {
  const file = path.join(folder, 'telling.jsonl');
  const written = new vscode.EventEmitter();
  let width = 100;
  let [read, rest, open, last] = [0, '', false, Promise.resolve()];
  const look = () => {
    if (!open) return;
    const text = rest + from(file, read);
    read += Buffer.byteLength(text) - Buffer.byteLength(rest);
    const lines = text.split('\n');
    rest = lines.pop();
    for (const line of lines) {
      const { when, text: told } = JSON.parse(line);
      written.fire(said(when, told, width));
      const view = shown[when];
      delete shown[when];
      if (view !== undefined) last = last.then(() => openFirst(view));
    }
  };
  const terminal = vscode.window.createTerminal({
    name: '2 a.m.', iconPath: new vscode.ThemeIcon('book'),
    pty: {
      onDidWrite: written.event, close: () => undefined, setDimensions: ({ columns }) => { width = columns; },
      open(dimensions) {
        width = dimensions?.columns ?? width;
        open = true;
        look();
      },
    },
  });
  const watcher = watch(folder, look);
  terminal.show(true);
  writeFileSync(path.join(folder, 'window'), '');
  return vscode.Disposable.from(terminal, written, new vscode.Disposable(() => watcher.close()));
}

function from(file, start) {
  const opened = openSync(file, 'r');
  try {
    const buffer = Buffer.alloc(1 << 16);
    return buffer.toString('utf8', 0, readSync(opened, buffer, 0, buffer.length, start));
  } finally {
    closeSync(opened);
  }
}

/** A line with its word in the margin, broken between words. */
function said(when, text, width) {
  const lines = [''];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1)} ${word}`.trimStart();
    if (longer.length + MARGIN < width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  const act = when.startsWith('ACT');
  const told = lines.join(`\r\n${' '.repeat(MARGIN)}`);
  return `${act ? `\r\n${BOLD}` : DIM}${when.padEnd(MARGIN)}${act ? '' : PLAIN}${told}${PLAIN}\r\n`;
}

/** As somebody would do it: into the view, to its first line, and open it. */
async function openFirst(view) {
  for (const command of [`${view}.focus`, 'list.focusFirst', 'list.select']) await vscode.commands.executeCommand(command);
}

module.exports = { listen };
