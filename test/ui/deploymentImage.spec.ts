// A model of images in the panel of its deployment: a real image is chosen, looked at, and told apart.
import { execFile } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { environmentValue } from './environmentValue';
import { keptByWorkbench, panelOf, seriousViolations, tabTo } from './runPanel';
import { shareTrained } from './sharedTrained';
import type { Workbench } from './workbench';

const run = promisify(execFile);
/** Digits of 96 × 96 pixels in grey, 0 to 1, and one of each as a file: a seven as a larger PNG in colour, a zero as JPEG. */
const SCRIPT = `
import mlflow, numpy as np, sklearn.datasets, sklearn.linear_model
from mlflow.models import ModelSignature
from mlflow.types import Schema, TensorSpec
from PIL import Image

X, y = sklearn.datasets.load_digits(return_X_y=True)
large = np.kron(X[:10].reshape(-1, 8, 8) / 16, np.ones((1, 12, 12))).astype(np.float32)[..., np.newaxis]
classifier = sklearn.linear_model.LogisticRegression(max_iter=200).fit(X / 16, y)

class Digits(mlflow.pyfunc.PythonModel):
    def __init__(self, classifier):
        self.classifier = classifier

    def predict(self, context, model_input, params=None):
        return self.classifier.predict_proba(np.asarray(model_input).reshape(-1, 8, 12, 8, 12).mean(axis=(2, 4)).reshape(len(model_input), 64))

pixels = (large[..., 0] * 255).round().astype(np.uint8)
Image.fromarray(pixels[7]).convert("RGB").resize((240, 192), Image.NEAREST).save("seven.png")
Image.fromarray(pixels[0]).save("zero.jpg", quality=95)
mlflow.set_experiment("digits")
with mlflow.start_run():
    signature = ModelSignature(inputs=Schema([TensorSpec(np.dtype("float32"), (-1, 96, 96, 1))]), outputs=Schema([TensorSpec(np.dtype("float64"), (-1, 10))]))
    mlflow.pyfunc.log_model(name="digits", python_model=Digits(classifier), signature=signature, input_example=large[3:4], registered_model_name="digits", pip_requirements=["scikit-learn"])
`;

describe('a model of images', () => {
  let workbench: Workbench;

  shareTrained({ viewport: { width: 1440, height: 1000 }, script: SCRIPT, row: /^digits\s*1 version/, arrange: (folder) => writeFileSync(path.join(folder, 'broken.png'), 'no image at all') }, (opened) => { workbench = opened; });

  const chooseImage = async (name: string): Promise<void> => {
    await panelOf(workbench).getByRole('button', { name: 'Choose image…' }).click();
    const open = workbench.quickInput().filter({ hasText: 'Send an image to digits' });
    await open.locator('.monaco-list-row').filter({ hasText: '..' }).waitFor();
    await open.locator('input').first().fill(path.join(workbench.folder, name));
    await open.locator('.monaco-button').filter({ hasText: /^(OK|Choose)$/ }).click();
    await open.waitFor({ state: 'detached' });
  };
  const sent = async (expected: string): Promise<void> => {
    await panelOf(workbench).getByRole('button', { name: 'Send' }).click();
    await panelOf(workbench).locator('.answer .said').filter({ hasText: new RegExp(`^${expected}$`) }).waitFor();
  };

  test('shows its example as an image, and says what it is', async () => {
    await workbench.contextAction(workbench.treeRow(/^v1/), 'Deploy Locally');
    const message = workbench.notifications().filter({ hasText: /digits answers at http/ }).first();
    await message.waitFor({ timeout: 120_000 });
    await message.getByRole('button', { name: 'Open', exact: true }).click();
    await panelOf(workbench).getByRole('button', { name: 'Try it' }).click();
    await panelOf(workbench).getByRole('img', { name: 'Image that is sent' }).waitFor();
    await panelOf(workbench).getByText('The input example').waitFor();
    await workbench.execute('notifications.clearAll');
    await sent('3');
  }, 180_000);

  test('takes a file of another size and colour', async () => {
    await chooseImage('seven.png');
    await panelOf(workbench).getByRole('img', { name: 'Image that is sent: seven.png' }).waitFor();
    await panelOf(workbench).getByText('240 × 192 → 96 × 96, grey').waitFor();
    await sent('7');
    await workbench.screenshot('deployment-image', ['light', 'dark', 'hc', 'hc-light']);
    expect(await seriousViolations(workbench)).toEqual([]);
    await chooseImage('zero.jpg');
    await panelOf(workbench).getByText('96 × 96, grey', { exact: true }).waitFor();
    await sent('0');
  });

  test('says of a file that is none what it is, and keeps the image that was there', async () => {
    await chooseImage('broken.png');
    await panelOf(workbench).getByText('broken.png could not be read as an image.').waitFor();
    await panelOf(workbench).getByRole('img', { name: 'Image that is sent: zero.jpg' }).waitFor();
    await workbench.screenshot('deployment-image-broken', ['dark']);
  });

  test('is sent in the range that is chosen, and as numbers that can be typed', async () => {
    const panel = panelOf(workbench);
    await panel.getByRole('combobox', { name: 'Values' }).selectOption({ label: '0 to 255' });
    await panel.getByRole('button', { name: 'As numbers' }).click();
    const numbers = panel.getByRole('textbox', { name: /^input/ });
    expect(JSON.parse(await numbers.inputValue())).toHaveLength(1);
    const flat = (JSON.parse(await numbers.inputValue()) as number[][][][]).flat(3);
    expect(Math.max(...flat)).toBeGreaterThan(200);
    await numbers.fill(JSON.stringify([Array.from({ length: 96 }, () => Array.from({ length: 96 }, () => [0]))]));
    await panel.getByRole('button', { name: 'As an image' }).click();
    await panel.getByRole('img', { name: 'Image that is sent' }).waitFor();
    expect(await panel.getByRole('combobox', { name: 'Values' }).count()).toBe(0);
    await panel.getByRole('button', { name: 'Back to the example' }).click();
    await panel.getByText('The input example').waitFor();
  });

  test('has a request that is too long for a shell as a file, which its code reads', async () => {
    const panel = panelOf(workbench);
    const saved = path.join(workbench.folder, 'request.json');
    await chooseImage('seven.png');
    await panel.getByRole('img', { name: 'Image that is sent: seven.png' }).waitFor();
    await panel.getByText('so the code reads it from request.json').waitFor();
    await panel.getByRole('button', { name: 'Save it…' }).click();
    const save = workbench.quickInput().filter({ hasText: 'Save request' });
    await save.locator('.monaco-list-row').filter({ hasText: '..' }).waitFor();
    await save.locator('.monaco-button').filter({ hasText: /^(OK|Save)$/ }).click();
    await panel.getByText(`Saved as ${saved}`).waitFor();
    expect(existsSync(saved)).toBe(true);
    const env = { ...process.env, NO_PROXY: '127.0.0.1', no_proxy: '127.0.0.1' };
    const code = panel.getByLabel('Code that sends this request');
    const best = (answer: string): number => { const [row = []] = (JSON.parse(answer) as { predictions: number[][] }).predictions; return row.indexOf(Math.max(...row)); };
    const { stdout: curl } = await run('sh', ['-c', await code.innerText()], { env, cwd: workbench.folder });
    expect(best(curl)).toBe(7);
    await panel.getByText('Python', { exact: true }).click();
    await code.filter({ hasText: 'import requests' }).waitFor();
    const { stdout: python } = await run(environmentValue('SLIPWAY_TEST_PYTHON'), ['-c', await code.innerText()], { env, cwd: workbench.folder });
    expect(best(python.replaceAll("'", '"'))).toBe(7);
    await panel.getByText('JavaScript', { exact: true }).click();
    await code.filter({ hasText: 'await fetch' }).waitFor();
    const { stdout: script } = await run(process.execPath, ['--input-type=module', '-e', (await code.innerText()).replace('console.log(await answer.json())', 'console.log(JSON.stringify(await answer.json()))')], { env, cwd: workbench.folder });
    expect(best(script)).toBe(7);
  });

  test('keeps the image over a reload, and is used with keys alone', async () => {
    await keptByWorkbench(workbench, 'seven.png');
    await workbench.page.reload();
    await panelOf(workbench).getByRole('img', { name: 'Image that is sent: seven.png' }).waitFor({ timeout: 60_000 });
    await tabTo(workbench, '.sent-image select');
    await tabTo(workbench, '.picks vscode-button');
    await tabTo(workbench, '.picks .link');
    await workbench.page.keyboard.press('Enter');
    await panelOf(workbench).getByRole('textbox', { name: /^input/ }).waitFor();
  }, 120_000);
});
