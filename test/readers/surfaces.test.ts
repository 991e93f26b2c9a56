/** Encoded addresses with the range of the encoded text, surfaces of the catalogue, and projects full of addresses where no request for a model goes. */
import { casesIn, holds } from './marked'

for (const group of ['encodings', 'silent', 'surfaces'])
  for (const { cases } of casesIn(group))
    describe(group, () => {
      for (const one of cases) it(one.name, () => holds(one))
    })
