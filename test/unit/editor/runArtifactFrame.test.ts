/** What an HTML artifact may do in its panel. */
import { describe, expect, it } from 'vitest';
import { frameHtml } from '../../../src/editor/tracking/artifactFrame';

const html = '<script>alert("1")</script>';
const policyOf = (page: string): string => /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';

describe('the frame of an HTML artifact', () => {
  const shut = frameHtml({ id: '1', html, title: 'a"b', scripts: false });
  const open = frameHtml({ id: '1', html, title: 'a"b', scripts: true });

  it('runs nothing and loads nothing at first', () => {
    expect(policyOf(shut)).toMatch(/^default-src 'none'/);
    expect(policyOf(shut)).not.toMatch(/script-src|connect-src|https?:/);
    expect(shut).toContain('sandbox=""');
  });
  it('runs scripts when asked, still without any network and apart from the panel', () => {
    expect(policyOf(open)).toContain('script-src');
    expect(policyOf(open)).not.toMatch(/connect-src|https?:|\*/);
    expect(open).toContain('sandbox="allow-scripts"');
  });
  it('puts the page into the frame only, whatever it holds', () => {
    expect(shut).not.toContain(html);
    expect(shut).toContain('srcdoc="&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;"');
    expect(shut).toContain('<title>a&quot;b</title>');
  });
});
