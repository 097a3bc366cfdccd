import { describe, expect, it } from 'vitest';
import { readInputExample } from '../../../../webview/model/readInputExample';
import { AskFailed } from '../../../../webview/ui/askFailed';

describe('the input example', () => {
  it('is none where its version is gone', async () => {
    const ask = async (): Promise<unknown> => { throw new AskFailed({ code: 'RESOURCE_DOES_NOT_EXIST', message: 'Version 3 is gone.' }); };
    expect(await readInputExample({ ask })).toBeNull();
  });

  it('is not said to be none when it could not be read', async () => {
    const ask = async (): Promise<unknown> => { throw new AskFailed({ code: 'INTERNAL', message: 'The engine did not answer.' }); };
    await expect(readInputExample({ ask })).rejects.toThrow('The engine did not answer.');
  });

  it('is what its file has', async () => {
    expect(await readInputExample({ ask: async () => ({ columns: ['age'], data: [[41]] }) })).toEqual({ columns: ['age'], data: [[41]] });
  });
});
