/**
 * The word by which S3 says what is wrong, such as `NoSuchBucket`; nothing where the answer is of somebody else.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 * @internal
 */
export function errorCode(body: Buffer): string | undefined {
  // No XML is read: the first element of this name is the one, and its text is a word.
  return /<Code>([A-Za-z0-9.]{1,100})<\/Code>/.exec(body.toString('utf8', 0, 8192))?.[1];
}

/** What helps, by the word. @internal */
export const hints: Readonly<Record<string, string>> = {
  AccessDenied: 'these credentials are not allowed that',
  InvalidAccessKeyId: 'it knows no such access key',
  SignatureDoesNotMatch: 'the secret key is not the one of the access key',
  RequestTimeTooSkewed: 'its clock and that of this node are more than 15 minutes apart',
  ExpiredToken: 'the session token has expired',
  InvalidToken: 'the session token is none of its own',
  AuthorizationHeaderMalformed: 'it is of another region than AWS_REGION says',
  PermanentRedirect: 'the bucket is of another region than AWS_REGION says',
  IllegalLocationConstraintException: 'it is of another region than AWS_REGION says',
  InvalidRegion: 'it is of another region than AWS_REGION says',
  NoSuchBucket: 'there is no such bucket',
  NotImplemented: 'it can not do that, so it is no store for a pointer',
};
