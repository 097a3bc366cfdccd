/** Lengths on a chart, in CSS pixels. */

export interface Size { readonly width: number; readonly height: number }

/** Where the curves are, without axes and names. */
export interface Area { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number }
