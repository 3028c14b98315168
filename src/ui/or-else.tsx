import { Component, type ReactNode } from "react";

interface OrElseProps {
  readonly message: string;
  readonly children: ReactNode;
}

/** Says so where a part of the page fails to load, instead of losing the page with it. */
export class OrElse extends Component<OrElseProps, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? <p className="problem">{this.props.message}</p> : this.props.children;
  }
}
