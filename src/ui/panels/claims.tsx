import { claimVerdictsOf } from "../../study/claim-verdicts.ts";
import { gemmaServingStudy } from "../../study/shipped-studies.ts";
import type { ClaimVerdict } from "../../core/claims/verdict.ts";
import { formatCount } from "../format/format.ts";

const claimVerdicts = claimVerdictsOf(gemmaServingStudy.model);

const VERDICTS: Readonly<Record<ClaimVerdict["verdict"], string>> = {
  reproduced: "reproduced from the rows",
  "within-model": "near, by the model",
  caveat: "true with a caveat",
  judgement: "a judgement",
  unsupported: "not supported by the rows",
};

/** Every figure of the source article beside what the rows give today. */
export function Claims() {
  const counts = Object.entries(VERDICTS).map(([verdict, name]) => {
    const count = claimVerdicts.filter((claim) => claim.verdict === verdict).length;
    return `${formatCount(count)} ${name}`;
  });
  return (
    <>
      <p>
        {claimVerdicts.length} figures, each computed now from the measured rows it rests on: {counts.join(", ")}.
      </p>
      <section className="scroll" tabIndex={0} aria-label="Claims of the source article">
        <table className="claims">
          <thead>
            <tr>
              <th scope="col">The article says</th>
              <th scope="col" className="number">
                Published
              </th>
              <th scope="col" className="number">
                Rows give
              </th>
              <th scope="col">Verdict</th>
              <th scope="col">How, and what to know</th>
            </tr>
          </thead>
          <tbody>
            {claimVerdicts.map((claim) => (
              <tr key={claim.id}>
                <th scope="row">
                  <q>{claim.quote}</q>
                  <small>{claim.places.join(", ")}</small>
                </th>
                <td className="number">{claim.publishedText}</td>
                <td className="number">{claim.computedText}</td>
                <td className={`verdict-${claim.verdict}`}>{VERDICTS[claim.verdict]}</td>
                <td className="working">
                  {claim.working}
                  {claim.rows.length > 0 && <small>{claim.rows.join(", ")}</small>}
                  {claim.caveats.map((caveat) => (
                    <p key={caveat}>{caveat}</p>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}
