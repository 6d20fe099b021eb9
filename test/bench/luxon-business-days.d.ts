/** What the bench uses of it: the package brings no types. */
declare module 'luxon-business-days' {
  export interface BusinessDay {
    readonly year: number;
    setupBusiness(options: {
      businessDays: number[];
      holidayMatchers: ((day: BusinessDay) => boolean)[];
    }): void;
    toISODate(): string;
    plusBusiness(by: { days: number }): BusinessDay;
    set(time: { hour: number; minute: number; second: number; millisecond: number }): BusinessDay;
    toMillis(): number;
  }
  const luxon: {
    DateTime: { prototype: BusinessDay; fromMillis(ms: number, options: { zone: string }): BusinessDay };
  };
  // biome-ignore lint/style/noDefaultExport: as the package has it
  export default luxon;
}
