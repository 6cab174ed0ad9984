import type { Display } from '../../platform/display.ts';
import { APP } from '../../sinks/nightscout/entry.ts';

/** What the feed has of Nightscout’s plugins. It has no care portal: nothing can be entered. */
const PLUGINS = ['bgnow', 'delta', 'direction', 'timeago', 'devicestatus', 'upbat', 'errorcodes'];

/**
 * The `settings` of `/status`. Units and thresholds are the reader’s own; everything else is what a Nightscout says that
 * nobody has set up, so that who expects a field finds it. No alarm is on: the feed sounds none.
 */
export function statusSettings({ units, thresholds }: Display): object {
  return {
    units,
    timeFormat: 24,
    dayStart: 7,
    dayEnd: 21,
    nightMode: false,
    editMode: false,
    showRawbg: 'never',
    customTitle: APP,
    theme: 'default',
    alarmUrgentHigh: false,
    alarmUrgentHighMins: [30, 60, 90, 120],
    alarmHigh: false,
    alarmHighMins: [30, 60, 90, 120],
    alarmLow: false,
    alarmLowMins: [15, 30, 45, 60],
    alarmUrgentLow: false,
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
    authFailDelay: 5000,
    adminNotifiesEnabled: false,
    authenticationPromptOnLoad: false,
    DEFAULT_FEATURES: PLUGINS,
    alarmTypes: [],
    enable: PLUGINS,
  };
}
