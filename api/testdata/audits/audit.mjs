// Prints how a server does in the audits of graphql-http, as a JSON list of {id, name, status, why}.
import { auditServer } from 'graphql-http';

const results = await auditServer({ url: process.argv.at(-1), fetchFn: fetch });
const shown = results.map((r) => ({ id: r.id, name: r.name, status: r.status, why: r.reason ?? '' }));
await new Promise((done) => process.stdout.write(JSON.stringify(shown), done));
