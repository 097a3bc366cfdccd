// An event loop looked at every millisecond, and what its thread did between two looks. Started as a process of its own, with an IPC
// channel, it does nothing else: what this idle loop misses, the machine has taken and not the program that is measured beside it.
const fs = require('node:fs');
const { performance } = require('node:perf_hooks');

/** What the thread has worked, and what it has waited for a core while it had work, in ms (Linux: man proc_pid_schedstat). */
function threadTimes() {
  const [worked, waited] = fs.readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ');
  return { worked: Number(worked) / 1e6, waited: Number(waited) / 1e6 };
}

/** @returns how to end it: gives the longest time between two looks, the longest work at one go and the longest wait for a core, in ms */
function lookAtLoop() {
  const longest = { block: 0, own: 0, waited: 0 };
  let last = { at: performance.now(), ...threadTimes() };
  const timer = setInterval(() => {
    const now = { at: performance.now(), ...threadTimes() };
    // A millisecond of it was asked for.
    for (const [name, ms] of [['block', now.at - last.at - 1], ['own', now.worked - last.worked], ['waited', now.waited - last.waited]]) longest[name] = Math.max(longest[name], ms);
    last = now;
  }, 1);
  return () => {
    clearInterval(timer);
    return longest;
  };
}

module.exports = { lookAtLoop };

if (require.main === module) {
  let end;
  process.on('message', (what) => {
    if (what === 'look') end = lookAtLoop();
    else process.send(end());
  });
  process.on('disconnect', () => process.exit());
}
