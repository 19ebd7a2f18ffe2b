// Reads a graph that readfirst has exported, on standard input, with a program that others read it with, and prints what that has understood:
// {"names": {node: name}, "arrows": [[from, to, text]]}. The last argument names the format. It runs where the programs are installed:
//
//   cd .cache/readers && node --input-type=module --eval "$(cat …/read.mjs)" mermaid < FILE
import { readFileSync } from 'node:fs';

const readers = { mermaid, cytoscape, graphml };
console.log(JSON.stringify(await readers[process.argv.at(-1)](readFileSync(0, 'utf8'))));

// Mermaid parses a flowchart as before it draws it. Texts are given as a browser shows them.
async function mermaid(text) {
  const { JSDOM } = await import('jsdom');
  const { window } = new JSDOM('');
  Object.assign(globalThis, { window, document: window.document });
  const { default: mermaid } = await import('mermaid');
  await mermaid.parse(text);
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
  const shown = (label) => {
    const element = document.createElement('p');
    element.innerHTML = (label ?? '').replaceAll('ﬂ°°', '&#').replaceAll('ﬂ°', '&').replaceAll('¶ß', ';'); // Mermaid's signs for entities until it draws
    if (element.children.length > 0) throw new Error(`a label has elements: ${label}`);
    return element.textContent;
  };
  const names = [...db.getVertices()].map(([id, vertex]) => [id, shown(vertex.text)]);
  return { names: Object.fromEntries(names), arrows: db.getEdges().map((edge) => [edge.start, edge.end, shown(edge.text)]) };
}

// Cytoscape builds the graph that it would draw.
async function cytoscape(text) {
  const { default: cytoscape } = await import('cytoscape');
  const graph = cytoscape({ headless: true, ...JSON.parse(text) });
  const names = graph.nodes().map((node) => [node.id(), node.data('name')]);
  return { names: Object.fromEntries(names), arrows: graph.edges().map((edge) => [edge.source().id(), edge.target().id(), edge.data('why') ?? '']) };
}

// Graphology reads GraphML.
async function graphml(text) {
  const { default: graphology } = await import('graphology');
  const { default: library } = await import('graphology-graphml');
  const graph = library.parse(graphology.MultiDirectedGraph, text);
  const names = graph.mapNodes((node, attributes) => [node, attributes.name]);
  return { names: Object.fromEntries(names), arrows: graph.mapEdges((_, attributes, from, to) => [from, to, attributes.why ?? '']) };
}
