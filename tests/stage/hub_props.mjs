// What a Hub page's elements hold in `data-props`, after captures of real pages.

import { PLANTED_SECRETS, token } from "./accounts.mjs";
import { cardData, runtime } from "./hub_api.mjs";

/**
 * @typedef {import("./catalogue.mjs").Space} Space
 * @typedef {import("./accounts.mjs").Account} Account
 */

/**
 * @param {Account | null} visitor
 */
export function mainHeaderProps(visitor) {
  return {
    ...(visitor && { authLight: authLightProps(visitor) }),
    classNames: "",
    isWide: false,
    isZh: false,
    ...(visitor && { user: visitor.user, csrf: PLANTED_SECRETS.csrfToken }),
    isPro: visitor?.plan === "pro",
  };
}

/**
 * @param {Account} visitor
 */
export function authLightProps(visitor) {
  const organised = visitor.plan === "team" || visitor.plan === "enterprise";
  const org = { name: "atelier", fullname: "Atelier", plan: visitor.plan, type: "org" };
  return {
    csrfToken: PLANTED_SECRETS.csrfToken,
    hasHfLevelAccess: false,
    u: {
      avatarUrl: "/avatars/AVATAR.svg",
      isPro: visitor.plan === "pro",
      fullname: visitor.fullname,
      user: visitor.user,
      orgs: organised ? [org] : [],
      canPost: true,
      canHaveBilling: true,
      canCreateOrg: true,
      theme: "system",
      notifications: { org_suggestions: false },
      hardwareItems: [],
      usage: {
        zeroGpu: {
          base: visitor.quotaSeconds,
          current: visitor.leftSeconds,
          lastUpdated: new Date().toISOString(),
        },
      },
      welcomeLinks: [],
      hasProOrOrgPaidPlan: visitor.plan !== "free",
    },
  };
}

/**
 * @param {Account | null} visitor
 */
export function planProps(visitor) {
  if (!visitor) return { user: "anonymous" };
  if (visitor.plan === "free" || visitor.plan === "pro") return { user: visitor.plan };
  return { user: "free", org: visitor.plan };
}

/**
 * @param {Space} space
 */
export function authorProps(space) {
  return {
    _id: "000000000000000000000000",
    avatarUrl: "https://cdn-avatars.huggingface.co/v1/production/uploads/AVATAR.png",
    fullname: "The Studio",
    name: space.id.split("/")[0],
    type: "user",
    isPro: true,
    isHf: false,
    isHfAdmin: false,
    isMod: false,
    followerCount: 447,
  };
}

/**
 * @param {Space} space
 */
export function spaceProps(space) {
  const api = `https://huggingface.co/api/spaces/${space.id}`;
  const frame = `https://${space.host}`;
  return {
    author: space.id.split("/")[0],
    colorFrom: "indigo",
    colorTo: "pink",
    cardData: cardData(space),
    createdAt: "2025-11-04T13:54:42.000Z",
    emoji: space.emoji,
    discussionsDisabled: false,
    discussionsSorting: "recently-created",
    duplicationDisabled: false,
    id: space.id,
    isLikedByUser: false,
    lastModified: "2026-08-06T11:49:56.000Z",
    likes: 180,
    pinned: false,
    private: space.visibility === "private",
    visibility: space.visibility,
    gated: false,
    repoType: "space",
    subdomain: space.subdomain,
    sdk: space.sdk,
    ...(space.gradio && { sdkVersion: space.gradio }),
    title: space.title,
    runtime: runtime(space),
    iframe: { embedSrc: frame, src: frame },
    secrets: [],
    variables: [],
    sse: {
      status: { url: `${api}/events` },
      liveMetrics: { url: `${api}/metrics` },
      jwt: token({ sub: `/spaces/${space.id}`, read: true }),
    },
    dockerJwt: token({ sub: `/spaces/${space.id}`, docker: true }),
    linkedModels: [],
    linkedDatasets: [],
    linkedCollections: [],
    sha: "c09ff4c680537ecf6b3a35878b152fa515e8f980",
    hasBlockedOids: false,
    region: "us",
    tags: [space.sdk, "region:us"],
  };
}
