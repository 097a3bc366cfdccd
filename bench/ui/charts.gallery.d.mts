// What test/ui needs of charts.gallery.mjs, for the type checker.
import type { Page } from 'playwright-core';

export interface OpenGallery {
  readonly page: Page;
  /** What is shown: `Scene` of webview/charts/gallery/gallery.tsx. */
  show(scene: Readonly<Record<string, unknown>>): Promise<void>;
  close(): Promise<void>;
}
export function openGallery(viewport?: { readonly width: number; readonly height: number }): Promise<OpenGallery>;
