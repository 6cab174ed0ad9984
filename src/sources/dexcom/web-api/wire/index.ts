export { readEnvelope } from './envelope.ts';
export { readHeldSpans } from './held-spans.ts';
export {
  translateRecords,
  type ReceiptContext,
  type TranslatedRecords,
} from './translate-records.ts';
