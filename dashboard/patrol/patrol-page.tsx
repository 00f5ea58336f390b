// The officers' tablet.
export default function PatrolPage() {
  return null;
}
