import { describe, expect, it } from 'vitest';
import { launchAgent, scheduledTask } from '../../../src/cli/serviceAgent';
import { serviceName, servicePlan, type ServicePlan } from '../../../src/cli/servicePlan';
import { systemdUnit, unitCommand } from '../../../src/cli/serviceUnit';

const plan = (change: Partial<ServicePlan> = {}): ServicePlan => ({
  name: 'slipway-churn-00000000', store: '/p/churn/.slipway', command: ['/usr/bin/node', '/s/dist/slipway.js', 'server', '--store', '/p/churn/.slipway'], env: { PATH: '/bin' }, environmentFile: '/h/.config/slipway/service.env', ...change,
});

describe('the name of a service', () => {
  it('tells the project, and stores of one name apart', () => {
    expect(serviceName('/home/a/churn/.slipway')).toMatch(/^slipway-churn-[0-9a-f]{8}$/);
    expect(serviceName('/home/b/churn/.slipway')).not.toBe(serviceName('/home/a/churn/.slipway'));
    expect(serviceName('/data/store')).toMatch(/^slipway-store-[0-9a-f]{8}$/);
  });

  it('holds only what systemd takes in the name of a unit', () => {
    expect(serviceName('/p/a b@100%/.slipway')).toMatch(/^slipway-a-b-100-[0-9a-f]{8}$/);
    expect(serviceName('/p/日本/.slipway')).toMatch(/^slipway-[0-9a-f]{8}$/);
    expect(serviceName(`/p/${'x'.repeat(300)}/.slipway`).length).toBeLessThan(60);
  });
});

describe('what a service runs', () => {
  it('is the store\'s engine, by a Node that is named in full, with the variables that it is found by', () => {
    expect(servicePlan('/p/.slipway', '/s/dist', '/usr/bin/node', { PATH: '/bin', SLIPWAY_RUNTIME_DIR: '/run/x', SLIPWAY_ROOT_TOKEN: 'secret' })).toMatchObject({
      command: ['/usr/bin/node', '/s/dist/slipway.js', 'server', '--store', '/p/.slipway'], env: { PATH: '/bin', SLIPWAY_RUNTIME_DIR: '/run/x' },
    });
    expect(servicePlan('/p/.slipway', '/s/dist', '/usr/bin/node', { SLIPWAY_ROOT_TOKEN: 'secret' }).env).toEqual({});
  });

  it('is refused where it can\'t be said', () => {
    expect(() => servicePlan('/p/a\nb/.slipway', '/s/dist', '/usr/bin/node')).toThrow('control character');
    expect(() => servicePlan('/p/.slipway', '/s/dist', 'node')).toThrow('Set it to the whole path.');
  });
});

describe('a unit of systemd', () => {
  it('says odd paths so that they are read as they are', () => {
    const odd = '/p/a b/100%h "q" $HOME \'x\' \\n/.slipway';
    const unit = systemdUnit(plan({ store: odd, command: ['/usr/bin/node', '/s/dist/slipway.js', 'server', '--store', odd], env: { PATH: '/a b:/50%:"c"\n' } }));
    expect(unit).toContain(String.raw`"--store" "/p/a b/100%%h \"q\" $$HOME 'x' \\n/.slipway"`);
    expect(unit).toContain(String.raw`Environment="PATH=/a b:/50%%:\"c\"\x0a"`);
    expect(unit).toContain('ConditionPathExists=/p/a b/100%%h "q" $HOME \'x\' \\n/.slipway/slipway.db\n');
    expect(unitCommand(unit)).toEqual(['/usr/bin/node', '/s/dist/slipway.js', 'server', '--store', odd]);
  });

  it('finds a program by env whose path systemd would not take', () => {
    const unit = systemdUnit(plan({ command: ['/opt/$new "node"', '/s/dist/slipway.js'] }));
    expect(unit).toContain(String.raw`ExecStart="/usr/bin/env" "/opt/$$new \"node\"" "/s/dist/slipway.js"`);
    expect(unitCommand(unit)).toEqual(['/opt/$new "node"', '/s/dist/slipway.js']);
  });

  it('starts anew what fails, and ends nothing but the engine', () => {
    expect(systemdUnit(plan()).split('\n')).toEqual(expect.arrayContaining(['Restart=on-failure', 'KillMode=process', 'OOMPolicy=continue', 'EnvironmentFile=-/h/.config/slipway/service.env', 'WantedBy=default.target']));
  });
});

describe('a service without systemd', () => {
  it('is an agent of launchd, in XML', () => {
    const text = launchAgent(plan({ store: '/p/a & "b"/.slipway', env: { PATH: '/<x>' } }));
    expect(text).toContain('<key>Label</key>\n    <string>io.slipway.slipway-churn-00000000</string>');
    expect(text).toContain('<string>/&lt;x&gt;</string>');
    expect(text).toContain('<string>/p/a &amp; "b"/.slipway/logs/service.log</string>');
    expect(text).toMatch(/<key>AbandonProcessGroup<\/key>\s*<true\/>/);
  });

  it('is a task of Windows, in PowerShell', () => {
    const command = [String.raw`C:\it's\node.exe`, String.raw`C:\s\slipway.js`, 'server', '--store', String.raw`D:\a b\.slipway`] as const;
    expect(scheduledTask(plan({ command, env: {} }))).toContain(String.raw`-Execute 'C:\it''s\node.exe' -Argument '"C:\s\slipway.js" "server" "--store" "D:\a b\.slipway"'`);
    expect(scheduledTask(plan({ command, env: { ELECTRON_RUN_AS_NODE: '1' } }))).toContain(String.raw`-Execute 'cmd.exe' -Argument '/d /s /c "set ELECTRON_RUN_AS_NODE=1&& "C:\it''s\node.exe" "C:\s\slipway.js"`);
  });
});
