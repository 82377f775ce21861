/** A range of images that is known to be of no use, and where that is said. @internal */
export interface BadImage {
  /** Of the name without a registry and a tag. */
  readonly name: RegExp;
  /** Of the tag; any, where there is none. */
  readonly tag?: RegExp;
  readonly why: string;
  readonly instead: string;
  readonly source: string;
}

/** The newest entries last. @internal */
export const badImages: readonly BadImage[] = [
  {
    name: /^(?:google[-_]containers|k8s\.gcr\.io)\//,
    why: 'the registry k8s.gcr.io is frozen since April 2023',
    instead: 'take it from registry.k8s.io',
    source: 'https://kubernetes.io/blog/2023/02/06/k8s-gcr-io-freeze-announcement/',
  },
  {
    name: /^bitnami\//,
    why: 'the versions of docker.io/bitnami were removed in September 2025',
    instead: 'take the image of the project itself, or bitnamisecure by digest',
    source: 'https://github.com/bitnami/containers/issues/83267',
  },
  {
    name: /^kaniko-project\/(?:executor|warmer)$/,
    why: 'kaniko was archived in June 2025, and is no longer mended',
    instead: 'build with buildkit (moby/buildkit:rootless)',
    source: 'https://github.com/GoogleContainerTools/kaniko',
  },
  {
    name: /^(?:library\/)?python$/,
    tag: /^(?:2(?:\.\d+)*|3(?:\.[0-8])(?:\.\d+)?)(?:-|$)/,
    why: 'this Python gets no security fixes any more',
    instead: 'take a version that is supported',
    source: 'https://devguide.python.org/versions/',
  },
  {
    name: /^(?:library\/)?node$/,
    tag: /^(?:[4-9]|1[0-8])(?:\.\d+)*(?:-|$)/,
    why: 'this Node.js gets no security fixes any more',
    instead: 'take a version that is supported',
    source: 'https://github.com/nodejs/release#release-schedule',
  },
  {
    name: /^(?:library\/)?debian$/,
    tag: /^(?:jessie|stretch|buster|[89]|10)(?:[.-]|$)/,
    why: 'this Debian gets no security fixes any more',
    instead: 'take a version that is supported',
    source: 'https://wiki.debian.org/DebianReleases',
  },
  {
    name: /^(?:library\/)?centos$/,
    why: 'CentOS Linux has ended, and its package mirrors are gone',
    instead: 'take another distribution',
    source: 'https://www.centos.org/centos-linux-eol/',
  },
  {
    name: /^williamyeh\/hey$|^rakyll\/hey$/,
    why: "the program is /hey, which is not on PATH: 'hey' in a script is not found",
    instead: 'call /hey, and let the step fail when it is not there',
    source: 'https://github.com/William-Yeh/docker-hey/blob/master/Dockerfile',
  },
];
