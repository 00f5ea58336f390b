// The operators' console.
export default function ConsolePage() {
  return null;
}
