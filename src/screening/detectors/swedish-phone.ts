/** Mobile numbers have ten digits. 077 is for service numbers, which anyone may publish. */
const MOBILE = /^07[02369]\d{7}$/;
const SERVICE = /^07[178]\d{6,7}$/;
/** Area codes of two and three digits; the others have four. Source: PTS, the Swedish numbering plan for telephony. */
const AREA = /^0(?:8|1[013689]|2[0136]|3[1356]|4[0246]|54|6[03]|90)/;
/** No subscriber's number begins with 0, and the longest has eight digits. */
const SUBSCRIBER = /^[1-9]\d{4,7}$/;

/** Is it a Swedish mobile number, in its national form and digits alone? */
export const isMobile = (national: string): boolean => MOBILE.test(national);

/** Is it a number of the Swedish plan, in its national form ("0701740605") and digits alone? */
export function isSwedishPhone(national: string): boolean {
  if (isMobile(national) || SERVICE.test(national)) return true;
  if (!/^0[1-689]\d{6,8}$/.test(national)) return false;
  const area = AREA.exec(national)?.[0].length ?? 4;
  return SUBSCRIBER.test(national.slice(area));
}
