/** A telephone number in E.164, `+15062345678`. */
export type E164 = string

/**
 * What a number is, as far as can be told. `undetermined` is the answer whenever it cannot be told;
 * `refused` is a kind of number that codes are never sent to (premium-rate, toll-free, pager and similar, R6).
 */
export type LineType = 'mobile' | 'landline' | 'undetermined' | 'refused'
