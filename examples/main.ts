// Every example, each into its own folder below the output folder.
import './hello/main';
import './hello-tekton/main';
import './hello-kserve/main';
import './gourmetgram/main';
import './gourmetgram-tekton/main';
import './aiops/main';
import './iac/main';
import './reference-platform/main';
import './flts/main';
