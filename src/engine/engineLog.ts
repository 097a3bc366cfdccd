/** Where the engine writes what it has to say; the process decides whether that is a rotating file or stderr. */
export interface EngineLog {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}
