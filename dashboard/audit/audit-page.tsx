// /audit: the log, for auditors.
export default function AuditPage() {
  return null;
}
