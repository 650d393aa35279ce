import {
  Bell,
  Box,
  Briefcase,
  Calendar,
  ChatDotRound,
  Checked,
  Coin,
  CreditCard,
  DataBoard,
  DataLine,
  Document,
  Files,
  Folder,
  FullScreen,
  Goods,
  House,
  List,
  Location,
  Money,
  Notebook,
  OfficeBuilding,
  Phone,
  PieChart,
  Present,
  Search,
  Setting,
  ShoppingCart,
  Star,
  Ticket,
  Tickets,
  Timer,
  Tools,
  TrendCharts,
  User,
  Van,
  Warning,
} from '@element-plus/icons-vue';
import type { Component } from 'vue';

/** The signs that an entry of the rail can have: a choice, since all of the package would be 60 kB for everybody. */
export const railIcons: Readonly<Record<string, Component>> = {
  Bell,
  Box,
  Briefcase,
  Calendar,
  ChatDotRound,
  Checked,
  Coin,
  CreditCard,
  DataBoard,
  DataLine,
  Document,
  Files,
  Folder,
  FullScreen,
  Goods,
  House,
  List,
  Location,
  Money,
  Notebook,
  OfficeBuilding,
  Phone,
  PieChart,
  Present,
  Search,
  Setting,
  ShoppingCart,
  Star,
  Ticket,
  Tickets,
  Timer,
  Tools,
  TrendCharts,
  User,
  Van,
  Warning,
};

interface Item {
  icon?: string;
  form?: string;
  board?: string;
}

/** The sign of its own, else that of what it opens. */
export function railIcon({ icon, form, board }: Item): Component {
  const own = icon !== undefined && Object.hasOwn(railIcons, icon) ? railIcons[icon] : undefined;
  return own ?? (form !== undefined ? Document : board !== undefined ? DataLine : Box);
}
