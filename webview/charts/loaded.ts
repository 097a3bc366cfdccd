/** What is shown of something that has to be fetched first. */
export type Loaded<T> =
  | { readonly state: 'loading' }
  /** what happened, and what to do, in words for people */
  | { readonly state: 'failed'; readonly message: string; readonly retry?: () => void }
  | { readonly state: 'ready'; readonly value: T };
