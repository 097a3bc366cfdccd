/** Takes credentials out of what is recorded: command lines, environments, remotes, patches. */

export const REMOVED = '[removed]';

const SECRET_NAME = /((^|[-_])pass$|pass(word|wd|phrase)?|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|credential|auth(orization)?$|cookie|session[-_]?id|signature|connection[-_]?string|dsn$|_pw$|^pw$|^pwd$)/i;
/** Names that only sound like it. */
const HARMLESS_NAME = /(^pwd$|^oldpwd$|token(s|izer\w*|_(count|limit|length|type)s?)$|(max|num|n|new|min|total|pad|eos|bos|unk|sep|cls|mask|special)[-_]?(\w+[-_])*tokens?([-_]id)?$|tokenizers?[-_]|^ssh_auth_sock$)/i;
/** Shapes that well-known issuers give their secrets, wherever they stand. */
const SECRET_SHAPES = new RegExp([
  'gh[pousr]_[A-Za-z0-9]{20,}', 'github_pat_[A-Za-z0-9_]{20,}', 'glpat-[A-Za-z0-9_-]{16,}', 'hf_[A-Za-z0-9]{20,}', 'sk-[A-Za-z0-9_-]{20,}', 'xox[abprs]-[A-Za-z0-9-]{10,}',
  'A[KS]IA[A-Z0-9]{16}', 'AIza[A-Za-z0-9_-]{35}', 'eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}', 'dapi[a-f0-9]{32}', 'pypi-[A-Za-z0-9_-]{40,}', 'npm_[A-Za-z0-9]{30,}',
  '-----BEGIN [A-Z ]*PRIVATE KEY-----[\\s\\S]*?-----END [A-Z ]*PRIVATE KEY-----',
].join('|'), 'g');
const URL_CREDENTIAL = /\b([a-z][a-z0-9+.-]*:\/\/)([^\s/@:'"]*)(:[^\s/@'"]*)?@/gi;
const QUERY_SECRET = /([?&;])([\w.-]*(?:token|key|secret|sig|signature|password|credential)[\w.-]*)=[^&\s'"#]+/gi;
const INLINE_SECRET = /\b([\w-]*(?:password|passwd|secret|token|api[-_]?key|access[-_]?key)[\w-]*)(\s*[=:]\s*)(["']?)([^\s"',;&]+)\3/gi;

/** Whether a variable, option or field of this name holds a credential. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name) && !HARMLESS_NAME.test(name);
}

/** Text with credentials in URLs and of well-known shapes removed; the rest stays as it is. */
export function withoutCredentials(text: string): string {
  return text
    .replace(SECRET_SHAPES, REMOVED)
    .replace(URL_CREDENTIAL, (_all, scheme: string) => `${scheme}${REMOVED}@`)
    .replace(QUERY_SECRET, (_all, mark: string, name: string) => `${mark}${name}=${REMOVED}`);
}

/** Arguments of a command without the values of secret options: `--password X`, `--api-key=X`, `TOKEN=X`, URLs, and inside `-c` texts. */
export function commandWithoutCredentials(command: readonly string[]): string[] {
  let next = false;
  return command.map((argument, index) => {
    if (next && !argument.startsWith('--')) {
      next = false;
      return REMOVED;
    }
    next = false;
    const option = /^(-{0,2})([\w.-]+)(=|:)([\s\S]*)$/.exec(argument);
    if (index > 0 && option !== null && isSecretName(option[2] ?? '') && option[4] !== '') {
      return `${option[1]}${option[2]}${option[3]}${REMOVED}`;
    }
    if (index > 0 && /^--?[\w.-]+$/.test(argument) && isSecretName(argument.replace(/^-+/, ''))) {
      next = true;
      return argument;
    }
    const clean = withoutCredentials(argument);
    return /\s/.test(clean) ? clean.replace(INLINE_SECRET, (all, name: string, sign: string, quote: string) => (isSecretName(name) ? `${name}${sign}${quote}${REMOVED}${quote}` : all)) : clean;
  });
}

/** What of an environment is worth keeping with a run: what changes how Python, the libraries and the hardware behave. */
const RECORDED = /^(PYTHON\w*|VIRTUAL_ENV|CONDA_(DEFAULT_ENV|PREFIX)|CUDA_\w+|NVIDIA_VISIBLE_DEVICES|HIP_VISIBLE_DEVICES|ROCR_VISIBLE_DEVICES|OMP_\w+|MKL_\w+|OPENBLAS_\w+|NUMEXPR_\w+|TF_\w+|TORCH_\w+|PYTORCH_\w+|NCCL_\w+|JAX_\w+|XLA_\w+|KERAS_\w+|HF_\w+|TRANSFORMERS_\w+|TOKENIZERS_PARALLELISM|MLFLOW_\w+|RAY_\w+|WORLD_SIZE|RANK|LOCAL_RANK|MASTER_(ADDR|PORT)|LANG|LC_\w+|TZ|SEED)$/;

/** @returns the recorded variables, sorted, with the values of secret ones removed */
export function recordedEnvironment(env: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(env)
    .filter(([name]) => RECORDED.test(name))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => [name, isSecretName(name) ? REMOVED : withoutCredentials(value)]));
}

/** Files that hold secrets by their nature: they are not put into a patch and not kept as artifacts. */
export function isSecretFile(path: string): boolean {
  return /(^|\/)(\.env(\..*)?|\.netrc|_netrc|\.pypirc|\.npmrc|id_(rsa|dsa|ecdsa|ed25519)|credentials(\.json)?|kaggle\.json|\.git-credentials|.*\.(pem|key|p12|pfx|keystore|jks))$/i.test(path);
}
