import { mannerOf } from '../manner.ts'

export const manner = mannerOf({
  locale: 'fr',
  numbers: ['une', 'deux', 'trois', 'quatre', 'cinq', 'six', 'sept', 'huit', 'neuf', 'dix'],
  every: {
    second: ['toutes les secondes', 'toutes les'],
    minute: ['toutes les minutes', 'toutes les'],
    hour: ['toutes les heures', 'toutes les'],
    day: ['tous les jours', 'tous les'],
    week: ['toutes les semaines', 'toutes les'],
  },
})
