// What a program meets that has no more rights than the modes of files give it, also where the tests run as root.

/** How `program` is started so that modes hold for it: root loses the two capabilities that pass them over, and stays the owner of its files. */
export function asPlainUser(program: string, args: readonly string[]): [program: string, args: string[]] {
  return process.getuid?.() === 0 ? ['setpriv', ['--bounding-set=-dac_override,-dac_read_search', '--', program, ...args]] : [program, [...args]];
}
