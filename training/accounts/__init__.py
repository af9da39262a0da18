"""Sign-in, roles and their scope, one-time activation codes, the audit trail on screen."""
