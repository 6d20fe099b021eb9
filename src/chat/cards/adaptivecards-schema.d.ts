// adaptivecards-templating's declarations reach into adaptivecards' sources, which our compiler settings refuse;
// tsconfig.json points them here.
export type ICardElement = object;
export type IAdaptiveCard = object;
