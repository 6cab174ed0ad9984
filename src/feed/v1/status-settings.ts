import type { Display } from '../../platform/display.ts';
import { APP } from '../../sinks/nightscout/entry.ts';

/** What the feed has of Nightscout’s plugins. It has no care portal: nothing can be entered. */
const PLUGINS = ['bgnow', 'delta', 'direction', 'timeago', 'devicestatus', 'upbat', 'errorcodes'];

/** Of a page with several sites: there is none. */
const FRAMES = Object.fromEntries(
  ['frameUrl', 'frameName'].flatMap((name) =>
    [1, 2, 3, 4, 5, 6, 7, 8].map((at) => [`${name}${at}`, '']),
  ),
);

/**
 * The `settings` of `/status`. Units and thresholds are the reader’s own; everything else is what a Nightscout says that
 * nobody has set up, so that who expects a field finds it. The feed sounds no alarm; that they are on is said so that no reader takes
 * it for a reason to keep silent.
 */
export function statusSettings({ units, thresholds }: Display): object {
  return {
    units,
    timeFormat: 12,
    dayStart: 7,
    dayEnd: 21,
    nightMode: false,
    editMode: true,
    showRawbg: 'never',
    customTitle: APP,
    theme: 'default',
    alarmUrgentHigh: true,
    alarmUrgentHighMins: [30, 60, 90, 120],
    alarmHigh: true,
    alarmHighMins: [30, 60, 90, 120],
    alarmLow: true,
    alarmLowMins: [15, 30, 45, 60],
    alarmUrgentLow: true,
    alarmUrgentLowMins: [15, 30, 45],
    alarmUrgentMins: [30, 60, 90, 120],
    alarmWarnMins: [30, 60, 90, 120],
    alarmTimeagoWarn: true,
    alarmTimeagoWarnMins: 15,
    alarmTimeagoUrgent: true,
    alarmTimeagoUrgentMins: 30,
    alarmPumpBatteryLow: false,
    language: 'en',
    scaleY: 'log',
    showPlugins: 'delta direction upbat',
    showForecast: '',
    focusHours: 3,
    heartbeat: 60,
    baseURL: '',
    authDefaultRoles: 'readable',
    thresholds,
    insecureUseHttp: true,
    secureHstsHeader: false,
    secureHstsHeaderIncludeSubdomains: false,
    secureHstsHeaderPreload: false,
    secureCsp: false,
    deNormalizeDates: false,
    showClockDelta: false,
    showClockLastTime: false,
    ...FRAMES,
    authFailDelay: 5000,
    adminNotifiesEnabled: false,
    authenticationPromptOnLoad: false,
    DEFAULT_FEATURES: PLUGINS,
    alarmTypes: [],
    enable: PLUGINS,
  };
}
