import { describe, expect, it } from 'vitest';
import { commandWithoutCredentials, isSecretFile, isSecretName, recordedEnvironment, REMOVED, withoutCredentials } from '../../../../src/engine/training/credentials';

describe('recorded command lines', () => {
  it.each([
    [['python', 'a.py', '--password', 'hunter2'], ['python', 'a.py', '--password', REMOVED]],
    [['python', 'a.py', '--api-key=abc', '--lr', '0.1'], ['python', 'a.py', `--api-key=${REMOVED}`, '--lr', '0.1']],
    [['env', 'DB_PASSWORD=abc', 'python'], ['env', `DB_PASSWORD=${REMOVED}`, 'python']],
    [['python', 'a.py', 'postgres://me:abc@db/x'], ['python', 'a.py', `postgres://${REMOVED}@db/x`]],
    [['python', 'a.py', 'https://x.blob/y?sig=abc%3D&se=1'], ['python', 'a.py', `https://x.blob/y?sig=${REMOVED}&se=1`]],
    [['python', '-c', 'login(token="abc", epochs=3)'], ['python', '-c', `login(token="${REMOVED}", epochs=3)`]],
    [['python', 'a.py', '--hf-token', 'abc', '--verbose'], ['python', 'a.py', '--hf-token', REMOVED, '--verbose']],
  ])('%j', (command, recorded) => {
    expect(commandWithoutCredentials(command)).toEqual(recorded);
  });

  it('stay as they are where a name only sounds like a secret', () => {
    const command = ['python', 'a.py', '--max-tokens', '100', '--tokenizer', 'bert', '--num_tokens=7', '--max_new_tokens=5', '--author', 'me', '--keyword', 'x', '--key', 'auc'];
    expect(commandWithoutCredentials(command)).toEqual(command);
  });
});

describe('text', () => {
  it('loses what issuers\' secrets look like', () => {
    const token = `ghp_${'a1B2'.repeat(9)}`;
    expect(withoutCredentials(`url = ${token}\nlr = 0.1`)).toBe(`url = ${REMOVED}\nlr = 0.1`);
    expect(withoutCredentials('https://user:pw@github.com/a/b.git')).toBe(`https://${REMOVED}@github.com/a/b.git`);
    expect(withoutCredentials('git@github.com:a/b.git')).toBe('git@github.com:a/b.git');
    expect(withoutCredentials('see https://example.com/a@b and a:b@c')).toBe('see https://example.com/a@b and a:b@c');
  });
});

describe('recorded environment', () => {
  it('is what changes how a training behaves, without secrets', () => {
    expect(recordedEnvironment({
      CUDA_VISIBLE_DEVICES: '0', HF_TOKEN: 'abc', MLFLOW_TRACKING_URI: 'http://slipway:abc@127.0.0.1:1', AWS_SECRET_ACCESS_KEY: 'abc', HOME: '/home/me', OPENAI_API_KEY: 'abc', PYTHONHASHSEED: '1',
    })).toEqual({ CUDA_VISIBLE_DEVICES: '0', HF_TOKEN: REMOVED, MLFLOW_TRACKING_URI: `http://${REMOVED}@127.0.0.1:1`, PYTHONHASHSEED: '1' });
  });

  it('knows secret names and files', () => {
    expect(['GITHUB_TOKEN', 'DB_PASS', 'client_secret', 'PGPASSWORD', 'AZURE_STORAGE_CONNECTION_STRING'].filter((name) => !isSecretName(name))).toEqual([]);
    expect(['.env', 'a/.env.local', 'id_rsa', 'x/key.pem', '.netrc'].every((file) => isSecretFile(file))).toBe(true);
    expect(['environment.yml', 'train.py', 'keys.csv'].some((file) => isSecretFile(file))).toBe(false);
  });
});
