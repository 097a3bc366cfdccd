// Does inside the window what a test cannot do from the page without disturbing it: change a setting, run a command.
// A settings file that is changed on disk goes unnoticed by a window in the browser.
const { randomBytes } = require('node:crypto');
const { renameSync, writeFileSync } = require('node:fs');
const { createServer } = require('node:http');
const vscode = require('vscode');

async function perform({ setting, value, command, parameters = [] }) {
  if (setting !== undefined) {
    await vscode.workspace.getConfiguration().update(setting, value, vscode.ConfigurationTarget.Global);
    return null;
  }
  return (await vscode.commands.executeCommand(command, ...parameters)) ?? null;
}

async function bodyOf(request) {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  return JSON.parse(text);
}

function activate(context) {
  const secret = `/${randomBytes(16).toString('hex')}`;
  const server = createServer((request, response) => {
    const answer = (status, value) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    if (request.method !== 'POST' || request.url !== secret) {
      answer(404, { error: 'No such address.' });
      return;
    }
    bodyOf(request).then(perform).then((value) => answer(200, { value }), (error) => answer(500, { error: String(error) }));
  });
  server.listen(0, '127.0.0.1', () => {
    const file = process.env.SLIPWAY_TEST_COMPANION;
    // Renamed into place, so that nobody reads half an address.
    writeFileSync(`${file}.new`, `http://127.0.0.1:${server.address().port}${secret}`);
    renameSync(`${file}.new`, file);
  });
  context.subscriptions.push({ dispose: () => server.close() });
}

module.exports = { activate };
