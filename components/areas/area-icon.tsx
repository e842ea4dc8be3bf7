import {
  BrainCircuit,
  EyeOff,
  FileSearch,
  Filter,
  GraduationCap,
  HandCoins,
  LockKeyhole,
  type LucideIcon,
  MapPinned,
  Megaphone,
  Plug,
  Shapes,
  Shield,
  Signpost,
  Store,
  Unlink,
  UsersRound,
  Wifi,
} from "lucide-react";

const icons: Record<string, LucideIcon> = {
  "freedom-of-expression": Megaphone,
  "privacy-surveillance": EyeOff,
  encryption: LockKeyhole,
  "dns-naming-numbering": Signpost,
  "standards-interoperability": Plug,
  fragmentation: Unlink,
  "data-localisation": MapPinned,
  cybersecurity: Shield,
  "market-access-regulation": Store,
  "access-affordability": Wifi,
  "capacity-development": GraduationCap,
  "civil-society-funding": HandCoins,
  "transparency-accountability": FileSearch,
  "content-moderation": Filter,
  "ai-governance": BrainCircuit,
  "multilateral-participation": UsersRound,
};

/** A small picture beside the name of an area, which says the same. */
export function AreaIcon({ slug }: { slug: string }) {
  const Icon = icons[slug] ?? Shapes;
  return <Icon className="i" aria-hidden="true" />;
}
