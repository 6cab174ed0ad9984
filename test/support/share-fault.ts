import { PASSWORD } from './share-rig.ts';
import { ACCOUNT_ID, FIRST_SESSION_ID, type StubAnswer } from './share-stub.ts';

/** An error as Share gives it; its explanation holds everything that must not be shown. */
export const shareFault = (code: string, message = ''): StubAnswer => ({
  status: 500,
  body: JSON.stringify({
    Code: code,
    Message: `${message} [SessionId = ${FIRST_SESSION_ID}] AccountId=${ACCOUNT_ID} ${PASSWORD}`,
    SubCode: `<OnlineException ErrorCode="${code}" Type="13" Id="{${ACCOUNT_ID}}" />`,
    TypeName: 'FaultException',
  }),
});
