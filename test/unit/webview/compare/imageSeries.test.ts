/** Which images belong together over steps and runs. */
import { describe, expect, it } from 'vitest';
import { imageAt, imagePlace, imageSeries } from '../../../../webview/compare/charts/imageSeries';

describe('imageSeries', () => {
  it('reads what mlflow.log_image writes, and leaves out its small copies', () => {
    expect(imagePlace('images/val#confusion%step%12%timestamp%1732197600000%5e0fbd0c-d2ab-4d9d-9d6e-0f0b9a0a1b2c.png')).toEqual({ name: 'val/confusion', step: 12 });
    expect(imagePlace('images/val~confusion+step+12+timestamp+1732197600000+5e0fbd0c-d2ab-4d9d-9d6e-0f0b9a0a1b2c.png')).toEqual({ name: 'val/confusion', step: 12 });
    expect(imagePlace('images/val~confusion+step+12+timestamp+1732197600000+5e0fbd0c-d2ab-4d9d-9d6e-0f0b9a0a1b2c+compressed.webp')).toBeUndefined();
    expect(imagePlace('images/val#confusion%step%12%timestamp%1732197600000%5e0fbd0c-d2ab-4d9d-9d6e-0f0b9a0a1b2c%compressed.webp')).toBeUndefined();
  });
  it('takes the last number of a file for its step', () => {
    expect(imagePlace('plots/v2/epoch_007.png')).toEqual({ name: 'plots/v2/epoch_….png', step: 7 });
    expect(imagePlace('roc.png')).toEqual({ name: 'roc.png', step: -1 });
  });
  it('shows the last image up to a step, else the first there is', () => {
    const steps = imageSeries(['e1.png', 'e5.png', 'e10.png'].map((path) => ({ path }))).get('e….png') ?? new Map();
    expect([0, 5, 7, 99].map((step) => imageAt(steps, step)?.step)).toEqual([1, 5, 5, 10]);
    expect(imageAt(new Map(), 3)).toBeUndefined();
  });
});
