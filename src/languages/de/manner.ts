import { mannerOf } from '../manner.ts'

export const manner = mannerOf({
  locale: 'de',
  numbers: ['eine', 'zwei', 'drei', 'vier', 'fünf', 'sechs', 'sieben', 'acht', 'neun', 'zehn'],
  every: {
    second: ['jede Sekunde', 'alle'],
    minute: ['jede Minute', 'alle'],
    hour: ['jede Stunde', 'alle'],
    day: ['jeden Tag', 'alle'],
    week: ['jede Woche', 'alle'],
  },
})
