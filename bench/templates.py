"""Templates of the kind that cfn-lint checks, as many and as long as the flows that they are compared with."""

_HEAD = """\
AWSTemplateFormatVersion: "2010-09-09"
Description: Queues and topics of service {number}
Parameters:
  Stage:
    Type: String
    AllowedValues: [test, live]
Resources:
"""

_QUEUE = """\
  Queue{part}:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: !Sub "service-{number}-{part}-${{Stage}}"
      VisibilityTimeout: {seconds}
      MessageRetentionPeriod: 86400
  Topic{part}:
    Type: AWS::SNS::Topic
    Properties:
      DisplayName: Topic {part} of service {number}
      Subscription:
        - Protocol: sqs
          Endpoint: !GetAtt Queue{part}.Arn
"""


def many_templates(count: int) -> dict[str, bytes]:
    """So many templates of about 110 lines."""
    files = {}
    for number in range(count):
        parts = [_QUEUE.format(part=part, number=number, seconds=30 + number + part) for part in range(8)]
        files[f"service_{number}.yaml"] = (_HEAD.format(number=number) + "".join(parts)).encode()
    return files
