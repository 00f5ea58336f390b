// /admin: what administrators see to.
export default function AdminPage() {
  return null;
}
