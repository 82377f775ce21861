/** Somebody who may use a registry that asks. */
export interface RegistryUser {
  readonly username: string;
  readonly password: string;
  /** Hash of the password, as the registry's password file wants it: Node can't make one. */
  readonly bcrypt: string;
  /** What the token server lets them do; a password file knows no difference. */
  readonly actions: readonly string[];
}

export const registryUsers: Readonly<Record<'pusher' | 'puller', RegistryUser>> = {
  pusher: {
    username: 'pusher',
    password: 'pusher of the tests: ä&"%',
    bcrypt: '$2y$04$abcdefghijklmnopqrstuuz9OAsWQlRw6bz46bZfz1aPM9ZsgAn4u',
    actions: ['pull', 'push', 'delete'],
  },
  puller: {
    username: 'puller',
    password: 'puller of the tests',
    bcrypt: '$2y$04$abcdefghijklmnopqrstuuGb6tJbIIAItRceEYtpQYcFtpn4AprDu',
    actions: ['pull'],
  },
};
