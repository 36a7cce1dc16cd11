import { mannerOf } from '../manner.ts'

export const manner = mannerOf({
  locale: 'es',
  numbers: ['una', 'dos', 'tres', 'cuatro', 'cinco', 'seis', 'siete', 'ocho', 'nueve', 'diez'],
  every: {
    second: ['cada segundo', 'cada'],
    minute: ['cada minuto', 'cada'],
    hour: ['cada hora', 'cada'],
    day: ['cada día', 'cada'],
    week: ['cada semana', 'cada'],
  },
})
