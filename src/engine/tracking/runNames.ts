/** Names for runs that were given none: `predicate-noun-NNN`, at most 20 characters. The words are our own: ships and yards. */
import { randomInt } from 'node:crypto';

const PREDICATES = [
  'able', 'agile', 'amber', 'ample', 'azure', 'bold', 'brave', 'bright', 'brisk', 'calm', 'candid', 'clean', 'clear', 'clever', 'coral', 'crisp',
  'daring', 'deep', 'deft', 'eager', 'early', 'easy', 'fair', 'fast', 'fine', 'fleet', 'fond', 'frank', 'fresh', 'gentle', 'glad', 'golden',
  'grand', 'hardy', 'hearty', 'honest', 'humble', 'jolly', 'keen', 'kind', 'level', 'light', 'lively', 'loyal', 'lucid', 'lucky', 'mellow', 'merry',
  'mild', 'neat', 'nimble', 'noble', 'patient', 'placid', 'plucky', 'polite', 'proud', 'quick', 'quiet', 'rapid', 'ready', 'robust', 'rosy', 'serene',
  'sharp', 'silent', 'silver', 'sleek', 'smart', 'smooth', 'snug', 'sound', 'spry', 'steady', 'stout', 'sturdy', 'sunny', 'sure', 'swift', 'tidy',
  'tranquil', 'trim', 'true', 'vast', 'vivid', 'warm', 'wide', 'wise', 'witty', 'worthy', 'young', 'zesty',
] as const;

const NOUNS = [
  'albatross', 'anchor', 'anvil', 'atoll', 'barge', 'bay', 'beacon', 'bell', 'boom', 'bow', 'brig', 'buoy', 'cape', 'captain', 'channel', 'clipper',
  'coast', 'compass', 'coral', 'cove', 'crane', 'crew', 'current', 'cutter', 'deck', 'dinghy', 'dock', 'dolphin', 'drydock', 'ferry', 'fjord', 'flag',
  'frigate', 'galley', 'gale', 'gull', 'harbor', 'haven', 'heron', 'hull', 'island', 'jetty', 'kayak', 'keel', 'ketch', 'lagoon', 'lantern', 'launch',
  'lugger', 'lighthouse', 'mast', 'mooring', 'oar', 'orca', 'osprey', 'pelican', 'pier', 'pilot', 'porpoise', 'port', 'prow', 'quay', 'raft', 'reef',
  'rigging', 'rudder', 'sail', 'schooner', 'seal', 'sextant', 'shoal', 'shore', 'skiff', 'sloop', 'sound', 'spar', 'starboard', 'stern', 'strait', 'surf',
  'tern', 'tide', 'tiller', 'trawler', 'tug', 'vessel', 'voyage', 'wave', 'wharf', 'wind', 'yacht', 'yawl',
] as const;

const MAX_LENGTH = 20;

function pick<T>(list: readonly T[]): T {
  return list[randomInt(list.length)] as T;
}

/** @returns for example `brisk-sloop-412` */
export function randomRunName(): string {
  for (;;) {
    const name = `${pick(PREDICATES)}-${pick(NOUNS)}-${randomInt(1000)}`;
    if (name.length <= MAX_LENGTH) {
      return name;
    }
  }
}
