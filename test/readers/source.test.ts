/** Source code of nine languages against `cases/source/<language>.txt`. */
import { casesIn, holds } from './marked'

for (const { name, cases } of casesIn('source')) {
  describe(`source code: ${name}`, () => {
    for (const one of cases) it(one.name, () => holds(one))
  })
}
