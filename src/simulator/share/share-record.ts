import { trendNumber, type Trend } from '../../domain/trend.ts';
import type { SensorRecord } from '../patient/sensor-record.ts';
import type { ShareShape } from './share-shape.ts';

const TREND_WORDS: Readonly<Record<Trend, string>> = {
  none: 'None',
  doubleUp: 'DoubleUp',
  singleUp: 'SingleUp',
  fortyFiveUp: 'FortyFiveUp',
  flat: 'Flat',
  fortyFiveDown: 'FortyFiveDown',
  singleDown: 'SingleDown',
  doubleDown: 'DoubleDown',
  notComputable: 'NotComputable',
  rateOutOfRange: 'RateOutOfRange',
};

/** One record as JSON text, in the shape asked for. */
export function shareRecordText(record: SensorRecord, shape: ShareShape): string {
  const offset = offsetText(record.utcOffsetMinutes);
  const shiftMs = shape.dtShifted ? record.utcOffsetMinutes * 60_000 : 0;
  const date = (ms: number, zone: string): string => {
    const text = `Date(${ms}${zone})`;
    return shape.slashes ? `"\\/${text}\\/"` : `"${text}"`;
  };
  const word =
    record.trend === 'notComputable' ? shape.notComputableWord : TREND_WORDS[record.trend];
  const trend = shape.trend === 'number' ? String(trendNumber(record.trend)) : `"${word}"`;
  const value = `${record.glucoseMgdl}${shape.decimalValues ? '.0' : ''}`;
  return (
    `{"WT":${date(record.systemTime, shape.wtWithOffset ? offset : '')}` +
    `,"ST":${date(record.systemTime + shape.stAheadMs, '')}` +
    `,"DT":${date(record.systemTime + shiftMs, offset)}` +
    `,"Value":${value},"Trend":${trend}}`
  );
}

function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}${two(size % 60)}`;
}
