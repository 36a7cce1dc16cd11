import { mannerOf } from '../manner.ts'

export const manner = mannerOf({
  locale: 'en-GB',
  numbers: ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'],
  every: {
    second: ['every second', 'every'],
    minute: ['every minute', 'every'],
    hour: ['every hour', 'every'],
    day: ['every day', 'every'],
    week: ['every week', 'every'],
  },
})
