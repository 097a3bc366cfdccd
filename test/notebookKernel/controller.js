// A notebook controller that runs cells in a real ipykernel through bridge.py: one kernel per notebook, started by its first cell in the
// environment of the extension host, as Jupyter's extension starts its kernels.
const { spawn } = require('node:child_process');
const path = require('node:path');
const { createInterface } = require('node:readline');
const vscode = require('vscode');

const mimes = { stdout: 'application/vnd.code.notebook.stdout', stderr: 'application/vnd.code.notebook.stderr' };

class Kernel {
  constructor(folder) {
    this.waiting = new Map();
    this.next = 0;
    const bridge = path.join(process.env.SLIPWAY_CHECKOUT, 'test', 'notebookKernel', 'bridge.py');
    this.child = spawn(process.env.SLIPWAY_TEST_PYTHON, [bridge], { cwd: folder, env: process.env, stdio: ['pipe', 'pipe', 'inherit'] });
    createInterface({ input: this.child.stdout }).on('line', (line) => {
      const message = JSON.parse(line);
      const waiting = this.waiting.get(message.request);
      if (message.type === 'done') {
        this.waiting.delete(message.request);
        waiting.resolve(message);
      } else {
        waiting.onMessage(message);
      }
    });
    this.child.once('exit', () => this.waiting.forEach(({ resolve }) => resolve({ ok: false })));
  }

  /** Resolves with `{ ok }` when the request is done; outputs come to `onMessage`. */
  ask(request, onMessage = () => {}) {
    const id = this.next++;
    const answer = new Promise((resolve) => this.waiting.set(id, { resolve, onMessage }));
    this.child.stdin.write(`${JSON.stringify({ ...request, request: id })}\n`);
    return answer;
  }

  /** The bridge ends its kernel when its input ends. */
  close() {
    this.child.stdin.end();
  }
}

function outputItem(message) {
  if (message.type === 'stream') return vscode.NotebookCellOutputItem.text(message.text, mimes[message.name]);
  if (message.type === 'error') return vscode.NotebookCellOutputItem.error({ name: message.name, message: message.message, stack: message.stack });
  return vscode.NotebookCellOutputItem.text(message.text, 'text/plain');
}

/** A controller for jupyter-notebook with `restart(notebook)`; disposing it ends its kernels. */
function makeController(id, label) {
  const controller = vscode.notebooks.createNotebookController(id, 'jupyter-notebook', label);
  const kernels = new Map();
  let queue = Promise.resolve();
  const kernelOf = (notebook) => {
    const key = notebook.uri.toString();
    const folder = notebook.isUntitled ? vscode.workspace.workspaceFolders?.[0].uri.fsPath : path.dirname(notebook.uri.fsPath);
    if (!kernels.has(key)) kernels.set(key, new Kernel(folder));
    return kernels.get(key);
  };
  const executeCell = async (cell) => {
    const execution = controller.createNotebookCellExecution(cell);
    execution.start(Date.now());
    await execution.clearOutput();
    let written = Promise.resolve();
    const { ok } = await kernelOf(cell.notebook).ask({ do: 'execute', code: cell.document.getText(), cell: cell.document.uri.toString() }, (message) => {
      if (message.type === 'input') execution.executionOrder = message.count;
      else written = written.then(() => execution.appendOutput(new vscode.NotebookCellOutput([outputItem(message)])));
    });
    await written;
    execution.end(ok, Date.now());
  };
  controller.supportedLanguages = ['python'];
  controller.supportsExecutionOrder = true;
  controller.executeHandler = (cells) => {
    for (const cell of cells) queue = queue.then(() => executeCell(cell));
    return queue;
  };
  return {
    controller,
    restart: (notebook) => kernelOf(notebook).ask({ do: 'restart' }),
    /** A new kernel process for the notebook's next cell. */
    end: (notebook) => {
      kernels.get(notebook.uri.toString())?.close();
      kernels.delete(notebook.uri.toString());
    },
    dispose: () => {
      kernels.forEach((kernel) => kernel.close());
      controller.dispose();
    },
  };
}

module.exports = { makeController };
