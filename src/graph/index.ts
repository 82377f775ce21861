export { type MermaidOptions, mermaid } from './mermaid';
