/** Source code against `cases/source/*.txt`: a file per language, and for what several languages have in common. */
import { casesIn, holds } from './marked'

for (const { name, cases } of casesIn('source')) {
  describe(`source code: ${name}`, () => {
    for (const one of cases) it(one.name, () => holds(one))
  })
}
