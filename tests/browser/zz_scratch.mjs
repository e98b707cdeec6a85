// @ts-nocheck
import { startStage } from "../stage/stage.mjs";
import { space } from "../stage/catalogue.mjs";
import { gradioLikePage } from "../stage/space_pages.mjs";
import { start } from "./extension.mjs";
import { until } from "./driver/index.mjs";
const strangers=[space("menu/one",{page: gradioLikePage("menu/one",{body:`<a id=l href="https://menu-two.hf.space/x">link</a><a id=m href="https://blog.example/plain">other</a><a id=s href="https://menu-two.static.hf.space/x">static</a><a id=r href="https://hf.space/x">root</a>`})}), space("menu/two",{page: gradioLikePage("menu/two")})];
const stage=await startStage({strangers});
const b=await start("firefox",stage);
try{
const page=await b.open("https://blog.example/embed/menu/one");
await page.toFront();
const frame=await page.frame(u=>u.includes("menu-one"));
for (const [f,s] of [[frame,"h1"],[frame,"#l"],[frame,"#m"],[frame,"#s"],[frame,"#r"],[page,"h1"]]) {
const o=b.inChrome(()=>new Promise(r=>{const m=document.getElementById("contentAreaContextMenu");m.addEventListener("popupshown",()=>r("shown"),{once:true});}));
await f.clickElement(await f.find(s),2); await o;
console.log(s, await b.inChrome(()=>{const m=document.getElementById("contentAreaContextMenu"); const r= [...m.querySelectorAll("[id*=menuitem]")].map(c=>c.localName+":"+c.id+":"+c.getAttribute("label")); m.hidePopup(); return r;}));
}
}finally{await b.close();}
const c=await start("chrome",stage);
try{
console.log(await c.background(()=>[typeof chrome.contextMenus.onClicked.dispatch, Object.keys(chrome.contextMenus.onClicked)]));
console.log(await c.background(()=>chrome.contextMenus.update("whose-link",{}).then(()=>"ok",e=>String(e))));
console.log(await c.background(()=>chrome.contextMenus.update("whose-frame",{}).then(()=>"ok",e=>String(e))));
console.log(await c.background(()=>chrome.contextMenus.update("whose-x",{}).then(()=>"ok",e=>String(e))));
console.log(JSON.stringify(await c.background(()=>chrome.commands.getAll())));
const d=await c.extensionPage("popup.html?tab=-1");
console.log(await d.evaluate(async()=>{const r=[];chrome.contextMenus.create=(x)=>r.push(x);let f;chrome.runtime.onInstalled.addListener=(x)=>{f=x};chrome.contextMenus.removeAll=(g)=>g(); const m=await import("/background/menu.js"); m.watchMenu(0); f(); return r;}));
}finally{await c.close();}
await stage.close();
